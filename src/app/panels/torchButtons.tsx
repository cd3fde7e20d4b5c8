import { type TorchRun, torchScript } from "../../runs/torchScript.ts";
import { saveFile } from "../chart/exportFigure.ts";
import { words } from "../text/common.ts";
import { CopyButton } from "../ui/copyButton.tsx";

/** A run as a script of PyTorch, to copy or to save beside its parameters. */
export function TorchButtons({ run }: { readonly run: TorchRun }) {
  const save = () =>
    saveFile(run.file.replace(/safetensors$/, "py"), new Blob([torchScript(run)], { type: "text/x-python" }));
  return (
    <>
      <CopyButton label={words.torch.copy} text={() => torchScript(run)} />
      <button type="button" onClick={save} title={words.torch.hint(run.file)}>
        {words.torch.save}
      </button>
    </>
  );
}
