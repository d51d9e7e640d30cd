export * from "./cookie.ts";
export * from "./password.ts";
export * from "./secret.ts";
export * from "./sign-in.ts";
export * from "./weak-password.ts";
