/** What a source may be at most; the operator may lower every figure. */
export interface IntakeLimits {
  readonly fileBytesMax: number;
  /** Of a workbook, packed and unpacked. */
  readonly workbookBytesMax: number;
  readonly recordBytesMax: number;
  readonly columnsMax: number;
  readonly cellCharactersMax: number;
  readonly rowsMax: number;
}

export const DEFAULT_LIMITS: IntakeLimits = {
  fileBytesMax: 2 * 1024 ** 3,
  workbookBytesMax: 100 * 1024 ** 2,
  recordBytesMax: 1024 ** 2,
  columnsMax: 1_000,
  cellCharactersMax: 65_536,
  rowsMax: 10_000_000,
};
