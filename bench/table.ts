/** Lines of cells as a table for a terminal; the first line is the heading, numbers stand to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  const isNumeric = widths.map((_, at) =>
    rows.slice(1).every((row) => /^[-–<>≤≥~]?\s?[\d.,]*( ?%| ?×)?$/.test(row[at] ?? '')),
  );
  return rows
    .map((row) =>
      row
        .map((cell, at) =>
          isNumeric[at] === true ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The value below which this share of the sorted values lies (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Three significant digits; whole numbers from a hundred on. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return Math.abs(value) >= 100 ? Math.round(value).toString() : String(Number(value.toPrecision(3)));
}
