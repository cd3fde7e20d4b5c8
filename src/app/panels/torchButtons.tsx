import type { Config } from "../../config/schema.ts";
import { type TorchRun, torchScript } from "../../torch/torchScript.ts";
import { PROGRAM, trainingProgram } from "../../torch/trainingProgram.ts";
import { saveFile } from "../chart/exportFigure.ts";
import { words } from "../text/common.ts";
import { CopyButton } from "../ui/copyButton.tsx";
import { useAttempt } from "../ui/useAttempt.tsx";

const readText = async (file: URL): Promise<string> => {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`missing ${file.pathname}: the server answered ${response.status}`);
  return response.text();
};

/** Saves the program that trains a config in PyTorch, as `icl export --torch` writes it. */
export function SaveProgram({ config }: { readonly config: Config }) {
  const { attempt, failure } = useAttempt();
  const save = () =>
    attempt(async () =>
      saveFile(PROGRAM, new Blob([await trainingProgram(config, readText)], { type: "text/x-python" })),
    );
  return (
    <>
      <button type="button" onClick={save} title={words.torch.programHint}>
        {words.torch.program}
      </button>
      {failure}
    </>
  );
}

/** A run as a script of PyTorch, to copy or to save beside its parameters. */
export function TorchButtons({ run }: { readonly run: TorchRun }) {
  const script = () => torchScript(run, readText);
  const { attempt, failure } = useAttempt();
  const save = () =>
    attempt(async () =>
      saveFile(run.file.replace(/safetensors$/, "py"), new Blob([await script()], { type: "text/x-python" })),
    );
  return (
    <>
      <CopyButton label={words.torch.copy} text={script} />
      <button type="button" onClick={save} title={words.torch.hint(run.file)}>
        {words.torch.save}
      </button>
      {failure}
    </>
  );
}
