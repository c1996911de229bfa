import type { ByteSource } from './byte-source.ts';
import { type ByteReading, type Cell, itemLength, readItem } from './cobol-values.ts';
import { type Connector, type ConnectorContext, fileLocator, type SourceRow } from './connector.ts';
import { parseCopybook } from './copybook.ts';
import { buildLayout, type Layout } from './copybook-layout.ts';
import { readEncoding } from './encodings.ts';
import { IntakeError } from './errors.ts';
import type { CopybookFormat } from './mapping-schema.ts';
import { readRecords } from './record-framing.ts';

/** Opens a COBOL unload. Text is decoded item by item: converting a whole file would destroy packed and binary items. */
export async function openCopybook(
  source: ByteSource,
  format: CopybookFormat,
  copybookText: string,
  context: ConnectorContext,
): Promise<Connector> {
  const encoding = readEncoding(format['code-page']);
  if (encoding === null || encoding.unit !== 1) {
    throw new IntakeError(
      'encoding-unknown',
      'the code page of the mapping is not one that this program knows',
    );
  }
  const shift = format['occurs-depending'] === 'shift';
  const layout = buildLayout(parseCopybook(copybookText), format.record, shift);
  const reading: ByteReading = {
    text: (bytes) => encoding.decode(bytes),
    ebcdic: encoding.ebcdic,
    sign: format.sign ?? (encoding.ebcdic ? 'ebcdic' : 'ascii'),
    littleEndian: format['byte-order'] === 'little',
  };
  const hash = await source.hash();
  const groups = layout.groups.map((group) => ({
    name: group.name,
    members: [...(group.members[0]?.keys() ?? [])],
  }));
  return {
    columns: layout.columns.map((column) => column.name),
    groups,
    origin: { name: source.name, hash },
    async *rows() {
      let number = 0;
      for await (const record of readRecords(source, format, layout, reading, context.limits)) {
        number += 1;
        const locator = fileLocator(hash, number, record.offset, record.bytes);
        yield copybookRow(layout, reading, {
          number,
          raw: record.bytes,
          locator,
          ...(record.broken === undefined ? {} : { broken: record.broken }),
        });
      }
    },
    show: (raw) => encoding.decode(raw),
    verifyUnchanged: () => source.verifyUnchanged(),
    close: () => source.close(),
  };
}

type RowParts = Pick<SourceRow, 'number' | 'raw' | 'locator' | 'broken'>;

function copybookRow(layout: Layout, reading: ByteReading, parts: RowParts): SourceRow {
  const placed = parts.broken === undefined ? layout.place(parts.raw, reading) : null;
  const cell = (column: number): Cell => {
    const item = layout.columns[column]?.item;
    const offset = placed?.offsets[column] ?? -1;
    if (item === undefined || offset < 0 || offset >= parts.raw.length) return null;
    const end = offset + itemLength(item);
    if (end > parts.raw.length) {
      return {
        written: reading.text(parts.raw.subarray(offset)),
        bad: 'is cut off by the end of the record',
      };
    }
    return readItem(item, parts.raw.subarray(offset, end), reading);
  };
  const broken =
    parts.broken ?? (placed === null ? 'the counter of a table is not a number within its range' : undefined);
  return {
    ...parts,
    ...(broken === undefined ? {} : { broken }),
    blank: broken === undefined && parts.raw.every((byte) => byte === 0x40 || byte === 0x20 || byte === 0x00),
    cell,
    turns(group) {
      const members = layout.groups[group]?.members ?? [];
      const present = (turn: ReadonlyMap<string, number>) =>
        [...turn.values()].some(
          (column) =>
            (placed?.offsets[column] ?? -1) >= 0 && (placed?.offsets[column] ?? 0) < parts.raw.length,
        );
      return members.filter(present).length;
    },
    member(group, turn, member) {
      const column = [...(layout.groups[group]?.members[turn]?.values() ?? [])][member];
      return column === undefined ? null : cell(column);
    },
  };
}
