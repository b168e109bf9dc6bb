import { crc32, deflateRawSync } from "node:zlib";

/** A zip archive of these parts, made here from its specification and not by what reads it. */
export function archiveOf(parts: Readonly<Record<string, string | Buffer>>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x0800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(plain), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(plain.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const body = Buffer.concat([Buffer.from("504b0304", "hex"), facts, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from("504b01021400", "hex"), facts, place, Buffer.from(name)]),
    );
    bodies.push(body);
    offset += body.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, list, Buffer.from("504b0506", "hex"), end]);
}

export interface SheetParts {
  readonly name: string;
  /** What stands in `sheetData`. */
  readonly rows: string;
  /** What stands before and behind that. */
  readonly before?: string;
  readonly behind?: string;
}

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const officeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';

/** Styles 0 to 4: plain, a day, a percentage, a code of its own with a time, money with a coloured sign. */
const styles = `<styleSheet ${main}><numFmts count="2"><numFmt numFmtId="164" formatCode="[hh]:mm"/><numFmt numFmtId="165" formatCode="[Red]#,##0.00\\ &quot;days&quot;"/></numFmts><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`;

/** A workbook as Excel writes one, of sheets that are written out. */
export function workbookOf(
  sheets: readonly SheetParts[],
  strings: readonly string[] = [],
  more: Readonly<Record<string, string | Buffer>> = {},
): Buffer {
  const names = sheets.map(
    ({ name }, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const targets = sheets.map(
    (_sheet, index) =>
      `<Relationship Id="rId${index + 1}" Type="${officeRelations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  const items = strings.map((text) => `<si><t>${text}</t></si>`);
  return archiveOf({
    "_rels/.rels": `<Relationships ${relations}><Relationship Id="rId1" Type="${officeRelations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook ${main} xmlns:r="${officeRelations}"><sheets>${names.join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships ${relations}>${targets.join("")}<Relationship Id="rId90" Type="${officeRelations}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId91" Type="${officeRelations}/styles" Target="/xl/styles.xml"/></Relationships>`,
    "xl/sharedStrings.xml": `<sst ${main}>${items.join("")}</sst>`,
    "xl/styles.xml": styles,
    ...Object.fromEntries(
      sheets.map(({ rows, before = "", behind = "" }, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `<worksheet ${main}>${before}<sheetData>${rows}</sheetData>${behind}</worksheet>`,
      ]),
    ),
    ...more,
  });
}

/** A row of cells from the first column on; what is no markup is a text. Null leaves a cell out. */
export function rowXml(number: number, cells: readonly (string | null)[], attributes = ""): string {
  const written = cells.map((cell, column) => {
    if (cell === null) return "";
    const at = `r="${String.fromCharCode(65 + column)}${number}"`;
    return cell.startsWith("<")
      ? cell.replace("<c", `<c ${at}`)
      : `<c ${at} t="inlineStr"><is><t>${cell}</t></is></c>`;
  });
  return `<row r="${number}" ${attributes}>${written.join("")}</row>`;
}
