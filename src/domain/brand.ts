declare const brand: unique symbol;

/**
 * A text of one kind, which no other text can stand in for. The brand has no value: it exists so that only
 * the parser that has read such a text, or whatever makes a new one, can hand one out.
 */
export type Branded<Kind extends string> = string & {
  readonly [brand]: { readonly [kind in Kind]: true };
};
