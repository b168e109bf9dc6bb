/** What a line of an order goes by. Old readings have no references. */
export interface LineName {
  readonly reference: string | null;
  readonly productCode: string | null;
}

/** Whether two names may mean the same line: a reference decides, a product code where one of them has none. */
export function mayBeSameLine(a: LineName, b: LineName): boolean {
  return a.reference !== null && b.reference !== null
    ? a.reference === b.reference
    : a.productCode !== null && a.productCode === b.productCode;
}

/**
 * The lines that a name means among those of one order: the ones that bear exactly it, else the only one
 * that it may mean. Several only where nothing tells them apart.
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
