/** What a case knows: JSON values only. Money and numbers past 2^53 are decimal strings. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value };
export type Variables = { readonly [name: string]: Value };
