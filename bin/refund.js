#!/usr/bin/env node
import { main, processContext } from "../dist/refund.js";

process.exitCode = await main(process.argv.slice(2), processContext());
