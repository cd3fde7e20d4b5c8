/** A layout of other programs that cannot be opened, with a pattern for the names of its tensors. */
interface Layout {
  readonly marks: RegExp;
  readonly words: string;
}

const layouts: readonly Layout[] = [
  { marks: /lora_[AB]\b/, words: "a LoRA adapter, which is not a complete model" },
  {
    marks: /^_read_in\.weight$/,
    words:
      "a transformer in the layout of Garg et al. 2022 (_read_in, a GPT-2 as _backbone, _read_out): attention biases, tanh GELU: --layout gpt2 opens it",
  },
  {
    marks: /(^|\.)h\.\d+\.attn\.c_(attn|proj)\.bias$/,
    words:
      "a transformer in the GPT-2 layout: attention biases, tanh GELU: --layout gpt2 opens it if it has a read-in and a read-out",
  },
  { marks: /(^|\.)(wte|lm_head)\.weight$/, words: "a language model, whose tokens are words (wte, lm_head)" },
  {
    marks: /self_attn\.in_proj_(weight|bias)$/,
    words: "a transformer in the layout of nn.TransformerEncoder: not supported",
  },
  { marks: /self_attn\.q_proj\.weight$/, words: "a transformer in the layout of LLaMA: not supported" },
  { marks: /attention\.self\.query\.weight$/, words: "a transformer in the layout of BERT: not supported" },
  { marks: /attention\.query_key_value\.weight$/, words: "a transformer in the layout of GPT-NeoX: not supported" },
  { marks: /(^|\.)(inv_freq|rotary_emb\..*)$/, words: "a transformer with rotary positions (inv_freq): not supported" },
];

/** The layout of another program with these tensor names, and a name that shows it; undefined if it is unknown. */
export function otherLayout(names: readonly string[]): { words: string; mark: string } | undefined {
  for (const { marks, words } of layouts) {
    const mark = names.find((name) => marks.test(name));
    if (mark !== undefined) return { words, mark };
  }
  return undefined;
}
