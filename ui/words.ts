/** The shared words in the language in use: `uiWords().retry`. */
import { defineWords } from "./language.ts";
import { id } from "./words/id.ts";

export const uiWords = defineWords(id, () => import("./words/en.ts").then((module) => module.en));
