import { version } from "../../config/version.ts";
import { CiteBox } from "../panels/citeBox.tsx";
import { words } from "../text/common.ts";

/** How, and who says so. */
export function AboutView() {
  const { about } = words;
  return (
    <div class="text">
      <h1>{about.heading}</h1>
      <CiteBox />
      {about.sections.map(({ heading, paragraphs }) => (
        <section key={heading}>
          <h2>{heading}</h2>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
      ))}
      <section>
        <h2>{about.wordsHeading}</h2>
        <dl class="glossary">
          {about.glossary.map(([word, meaning]) => (
            <div key={word}>
              <dt>{word}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <h2>{about.notebooksHeading}</h2>
        <ul>
          {about.notebooks.map(({ file, title }) => (
            <li key={file}>
              <a href={about.notebookPath(file)}>{title}</a>
            </li>
          ))}
        </ul>
      </section>
      {import.meta.env.HAS_DOCUMENTATION && (
        <section>
          <h2>{about.documentationHeading}</h2>
          <p>
            <a href="api/index.html">{about.documentation}</a>
          </p>
        </section>
      )}
      <section>
        <h2>{about.citationsHeading}</h2>
        <ul>
          {about.citations.map(({ text, note }) => (
            <li key={text}>
              {text} <span class="quiet">({note})</span>
            </li>
          ))}
        </ul>
      </section>
      <p class="quiet">{about.version(version)}</p>
    </div>
  );
}
