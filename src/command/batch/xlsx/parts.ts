import type { Archive } from "./archive.ts";
import { damaged } from "./damaged.ts";
import { readWholeXml } from "./xml.ts";

/** Where in its archive a workbook keeps what matters here. */
export interface Parts {
  /** In their order, charts and other sheets without cells left out. */
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  readonly strings: string | null;
  readonly styles: string | null;
  /** Whether days are counted from 1904. */
  readonly from1904: boolean;
}

/** The small parts are read whole. */
const maxBytes = 8 * 1024 * 1024;

/** @throws UsageError when it is no workbook */
export async function readParts(archive: Archive): Promise<Parts> {
  const root = await relationsOf(archive, "");
  const workbook = root.find(({ type }) => type === "officeDocument")?.target ?? "xl/workbook.xml";
  const relations = await relationsOf(archive, workbook);
  const byId = new Map(relations.map((relation) => [relation.id, relation]));
  const sheets: { name: string; part: string }[] = [];
  let from1904 = false;
  await readWholeXml(archive.read(workbook, maxBytes), {
    open: (name, attributes) => {
      if (name === "workbookPr") from1904 = isTrue(attributes["date1904"]);
      if (name !== "sheet") return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "";
      const relation = byId.get(id);
      if (relation?.type !== "worksheet") return;
      sheets.push({ name: attributes["name"] ?? "", part: relation.target });
    },
  });
  if (sheets.length === 0) throw damaged("it has no sheet");
  const target = (type: string) => relations.find((each) => each.type === type)?.target ?? null;
  return { sheets, strings: target("sharedStrings"), styles: target("styles"), from1904 };
}

interface Relation {
  readonly id: string;
  /** The last word of its type. */
  readonly type: string;
  readonly target: string;
}

/** What a part refers to. What lies outside of the workbook is left out: nothing is ever fetched. */
async function relationsOf(archive: Archive, part: string): Promise<readonly Relation[]> {
  const slash = part.lastIndexOf("/") + 1;
  const folder = part.slice(0, slash);
  const name = `${folder}_rels/${part.slice(slash)}.rels`;
  if (!archive.has(name)) return [];
  const relations: Relation[] = [];
  await readWholeXml(archive.read(name, maxBytes), {
    open: (element, { Id = "", Type = "", Target = "", TargetMode }) => {
      if (element !== "Relationship" || TargetMode === "External") return;
      const type = Type.slice(Type.lastIndexOf("/") + 1);
      relations.push({ id: Id, type, target: resolved(folder, Target) });
    },
  });
  return relations;
}

function resolved(folder: string, target: string): string {
  if (target.startsWith("/")) return target.slice(1);
  return new URL(target, `file:///${folder}`).pathname.slice(1);
}

export function isTrue(text: string | undefined): boolean {
  return text === "1" || text === "true";
}
