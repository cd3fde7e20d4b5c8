import { type TorchRun, torchScript } from "../experiments/torchScript.ts";
import { Copy } from "./copy.tsx";
import { saveFile } from "./exports.ts";
import { words } from "./words.ts";

/** A run as a script of PyTorch, to copy or to save beside its parameters. */
export function TorchButtons({ run }: { readonly run: TorchRun }) {
  const save = () =>
    saveFile(run.file.replace(/safetensors$/, "py"), new Blob([torchScript(run)], { type: "text/x-python" }));
  return (
    <>
      <Copy label={words.torch.copy} text={() => torchScript(run)} />
      <button type="button" onClick={save} title={words.torch.hint(run.file)}>
        {words.torch.save}
      </button>
    </>
  );
}
