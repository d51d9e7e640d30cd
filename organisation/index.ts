/** How a post is held: definitively, or by mandate. */
export type MandateKind = "definitif" | "Plt" | "Plh" | "Pj";
