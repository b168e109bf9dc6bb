/** What the tests use of it; its own types are a package of their own. */
declare module "sql.js" {
  interface Results {
    readonly values: readonly (readonly unknown[])[];
  }
  interface SqlJs {
    readonly Database: new (file: Uint8Array) => {
      readonly exec: (query: string) => readonly Results[];
      readonly close: () => void;
    };
  }
  export default function initialize(): Promise<SqlJs>;
}
