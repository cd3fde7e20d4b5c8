import { saveFile } from "../chart/exportFigure.ts";
import { TorchButtons } from "../panels/torchButtons.tsx";
import type { AnsweredQuery, PromptModel } from "../store/promptModel.ts";
import { useStores } from "../store/stores.ts";
import { words } from "../text/common.ts";

/** Downloads of the transformer at the step shown: its parameters, and a script that answers the current prompt as it does. */
export function Downloads({ model, shown }: { readonly model: PromptModel; readonly shown: AnsweredQuery }) {
  const { models } = useStores();
  const { preset, config } = model;
  const { question, step, answers } = shown;
  const file = `${preset}-seed${config.seed}-step${step}-half.safetensors`;
  const parameters = model.parameters(step);
  if (!parameters || model === models.opened.value?.model) return null; // Runs offers its files
  const prompt = {
    x: [...question.x],
    y: [...question.y],
    query: [...question.tracedQuery],
    answer: answers.looked.transformer as number,
  };
  return (
    <div class="buttons">
      <button
        type="button"
        title={words.train.parameters16Hint}
        onClick={() => saveFile(file, new Blob([parameters as Uint8Array<ArrayBuffer>]))}
      >
        {words.train.parameters16(step)}
      </button>
      <TorchButtons run={{ config, step, file, rows: [], prompt }} />
    </div>
  );
}
