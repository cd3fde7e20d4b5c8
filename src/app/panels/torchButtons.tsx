import { useSignal } from "@preact/signals";
import { type TorchRun, torchScript } from "../../torch/torchScript.ts";
import { saveFile } from "../chart/exportFigure.ts";
import { words } from "../text/common.ts";
import { CopyButton } from "../ui/copyButton.tsx";

const readText = async (file: URL): Promise<string> => {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`missing ${file.pathname}: the server answered ${response.status}`);
  return response.text();
};

/** A run as a script of PyTorch, to copy or to save beside its parameters. */
export function TorchButtons({ run }: { readonly run: TorchRun }) {
  const script = () => torchScript(run, readText);
  const failed = useSignal<string | undefined>(undefined);
  const save = () =>
    script().then(
      (text) => saveFile(run.file.replace(/safetensors$/, "py"), new Blob([text], { type: "text/x-python" })),
      (error: unknown) => {
        failed.value = error instanceof Error ? error.message : String(error);
      },
    );
  return (
    <>
      <CopyButton label={words.torch.copy} text={script} />
      <button type="button" onClick={save} title={words.torch.hint(run.file)}>
        {words.torch.save}
      </button>
      {failed.value !== undefined && (
        <span class="wrong" role="alert">
          {failed.value}
        </span>
      )}
    </>
  );
}
