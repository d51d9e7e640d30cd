/** The words of the officials' app in the language in use. */
import { defineWords } from "../ui/index.ts";
import { id } from "./words/id.ts";

export const deskWords = defineWords(id, () => import("./words/en.ts").then((module) => module.en));
