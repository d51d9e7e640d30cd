/** The modeller's words in the language in use: `words().editor.save`. */
import { defineWords } from "../ui/language.ts";
import { id, type ModellerWords } from "./words/id.ts";

export const words = defineWords<ModellerWords>(id, () =>
  import("./words/en.ts").then((module) => module.en),
);
