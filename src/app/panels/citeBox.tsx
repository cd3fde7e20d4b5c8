import { version } from "../../config/version.ts";
import { words } from "../text/common.ts";
import { CopyButton } from "../ui/copyButton.tsx";

interface Props {
  readonly experiment?: string; // whose record is cited; default the laboratory alone
  readonly sha256?: string; // of that record
}

/** How to cite the laboratory, or one of its records: BibTeX to read and to copy. */
export function CiteBox({ experiment, sha256 }: Props) {
  const { cite } = words;
  const entry = cite.bibtex(version, experiment, sha256);
  return (
    <section class="claims cite">
      <h2>{cite.heading}</h2>
      <pre>{entry}</pre>
      <div class="buttons">
        <CopyButton label={cite.copy} text={() => entry} />
      </div>
    </section>
  );
}
