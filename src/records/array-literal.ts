/** The array literal of PostgreSQL's manual §8.15: a column of arrays cannot travel as a nested parameter. */
export function pgTextArray(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
}
