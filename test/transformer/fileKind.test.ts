import { zipSync } from "fflate";
import { expect, it } from "vitest";
import { fileKind, isSafetensors } from "../../src/transformer/fileKind.ts";
import { decodeSafetensors } from "../../src/transformer/safetensors.ts";

const text = (content: string) => new TextEncoder().encode(content);
/** Bytes of a text of Latin-1, then zeros. */
const bytes = (content: string, size = 600) => {
  const file = new Uint8Array(size);
  file.set(Array.from(content, (character) => character.charCodeAt(0)));
  return file;
};
const zip = (...names: string[]) => zipSync(Object.fromEntries(names.map((name) => [name, new Uint8Array(40)])));

it.each<[string, Uint8Array]>([
  ["an empty file", new Uint8Array(0)],
  ["Git LFS pointer", text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n")],
  ["PyTorch file", zip("archive/data.pkl", "archive/byteorder", "archive/data/0", "archive/version")],
  ["TorchScript", zip("model/data.pkl", "model/code/__torch__.py", "model/constants.pkl")],
  // torch.save(…, _use_new_zipfile_serialization=False), the magic number 0x1950a86a20f9469cfc6c as a pickle
  ["PyTorch file", bytes("\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.")],
  ["Python pickle", bytes("\x80\x04\x95\x10\0\0\0\0\0\0\0}\x94")],
  [".npz", zip("x.npy", "y.npy")],
  [".npy", bytes("\x93NUMPY\x01\0v\0{'descr': '<f4'")],
  ["HDF5", bytes("\x89HDF\r\n\x1a\n\0\0")],
  ["Keras", zip("metadata.json", "config.json", "model.weights.h5")],
  ["GGUF", bytes("GGUF\x03\0\0\0")],
  ["ONNX", bytes("\x08\x08\x12\x07pytorch\x1a\x052.1.0:")],
  ["SavedModel", bytes("\x08\x01\x12\xf0\x10\x0a")],
  ["TensorFlow Lite", bytes("\x1c\0\0\0TFL3")],
  ["TensorFlow checkpoint", bytes(`${"\0".repeat(592)}\x57\xfb\x80\x8b\x24\x75\x47\xdb`)],
  ["TensorFlow checkpoints", text('model_checkpoint_path: "ckpt-1"\n')],
  ["HTML", text("\n<!DOCTYPE html>\n<html><body>404</body></html>")],
  ["HTML", text("<html>\n<head><title>403 Forbidden</title>")],
  ["XML", text('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')],
  [
    "index of a safetensors model",
    text('{"metadata":{"total_size":1},"weight_map":{"a":"model-00001-of-00002.safetensors"}}'),
  ],
  ["JSON", text('{"model_type":"gpt2"}')],
  ["JSON", text("[".repeat(30_000) + "]".repeat(30_000))],
  ["gzip", bytes("\x1f\x8b\x08")],
  ["a .zip that contains no run", zip("notes.txt")],
  ["text", text("x,y\n1,2\n")],
  ["another kind", bytes("\x01\x02\x03")],
])("says %s", (words, file) => {
  expect(fileKind(file)).toContain(words);
  expect(fileKind(file)).toMatch(/^[^\n]{5,250}$/);
  expect(isSafetensors(file)).toBe(false);
  expect(() => decodeSafetensors(file)).toThrow(/^invalid safetensors: expected a safetensors file, got /);
});
