/** The names of a line of an order. Old readings have no references. */
export interface LineName {
  readonly reference: string | null;
  readonly productCode: string | null;
}

/** Whether two names may mean the same line. A reference decides; a product code does if one of them has no reference. */
export function mayBeSameLine(a: LineName, b: LineName): boolean {
  return a.reference !== null && b.reference !== null
    ? a.reference === b.reference
    : a.productCode !== null && a.productCode === b.productCode;
}

/**
 * The lines of an order that a name means: the ones with exactly that name, else the only one
 * that it may mean. Several only if nothing tells them apart.
 */
export function linesNamed<Line extends LineName>(
  lines: readonly Line[],
  name: LineName,
): readonly Line[] {
  const exact = lines.filter(
    ({ reference, productCode }) =>
      reference === name.reference && (reference !== null || productCode === name.productCode),
  );
  if (exact.length > 0) return exact;
  const possible = lines.filter((line) => mayBeSameLine(line, name));
  return possible.length === 1 ? possible : [];
}
