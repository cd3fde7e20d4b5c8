import { allFamilies } from "../../tasks/families.ts";
import { words } from "../text/common.ts";
import { chosenFamily, FAMILY, fieldError, input } from "./formState.ts";

/** Which task family the prompts are of, as cards. */
export function TaskCards() {
  const wrong = fieldError.value?.path === FAMILY ? fieldError.value.sentence : undefined;
  return (
    <fieldset class="question tasks">
      <legend>{words.train.questions.task}</legend>
      {allFamilies().map(({ id, name = id, hint }) => (
        <label key={id}>
          <input type="radio" name="family" checked={chosenFamily.value === id} onChange={() => input(FAMILY, id)} />
          <span>{name}</span>
          <small>{hint}</small>
        </label>
      ))}
      {wrong && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
    </fieldset>
  );
}
