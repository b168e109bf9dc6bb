import { equal } from "node:assert/strict";
import { Database as ofJournal } from "../../src/journal/libsql.ts";
import Database from "./libsql.ts";

// Otherwise these tests would show nothing about the other database.
equal(ofJournal, Database);
