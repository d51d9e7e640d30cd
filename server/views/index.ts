export * from "./documents.ts";
export * from "./post.ts";
