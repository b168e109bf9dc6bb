/** The part of cosmiconfig that file.ts uses directly; file.ts says why. */
declare module "cosmiconfig/dist/Explorer.js" {
  export class Explorer {
    constructor(options: {
      readonly moduleName: string;
      readonly searchPlaces: readonly string[];
      readonly loaders: Readonly<Record<string, (path: string, content: string) => unknown>>;
      readonly searchStrategy: "none";
      readonly ignoreEmptySearchPlaces: boolean;
      readonly cache: boolean;
      readonly transform: (result: unknown) => unknown;
    });
    search(folder: string): Promise<ExplorerResult | null>;
    load(path: string): Promise<ExplorerResult | null>;
  }
  export interface ExplorerResult {
    readonly filepath: string;
    readonly config: unknown;
    readonly isEmpty?: boolean;
  }
}
