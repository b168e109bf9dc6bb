import type { AccountInUse, WhoAmI } from "./whoami.ts";
import { nothing, safe } from "../../safe-text.ts";
import type { WhoAmIDocument } from "../../render/documents/whoami-document.ts";
import { renderLabelled } from "../../render/labelled.ts";
import { renderDocument, type Rendered } from "../../render/rendered.ts";
import type { Screen } from "../../render/screen.ts";

export function renderWhoAmI(who: WhoAmI, screen: Screen, json: boolean): Rendered {
  if (json) return renderDocument(whoAmIDocument(who), 0);
  const facts = [
    ...who.accounts.map((account) => [accountLabel(account), accountText(account)]),
    ["settings file", who.settingsFile ?? "none"],
    ...who.settings.map(({ name, value, origin }) => [name, `${value ?? "not set"} (${origin})`]),
  ];
  return { code: 0, out: safe`${renderLabelled(facts, screen)}\n`, err: nothing };
}

function accountLabel({ api }: AccountInUse): string {
  return api === "rpc6" ? "account" : "legacy user";
}

function accountText({ name, hasSecret, source, url, realm, keychainTrouble }: AccountInUse) {
  const where = `at ${url.host}${realm === "live" ? ", LIVE" : ""}`;
  const trouble =
    keychainTrouble === null ? "" : `; the keychain cannot be used: ${keychainTrouble}`;
  if (name === null) return `none ${where}${trouble}`;
  const secret = hasSecret ? "" : ", without its secret";
  return `${name} ${where} (${source ?? "file"}${secret})${trouble}`;
}

function whoAmIDocument({ sandbox, profile, settingsFile, ...who }: WhoAmI): WhoAmIDocument {
  return {
    schema: "refund.whoami/1",
    sandbox,
    profile,
    settingsFile,
    accounts: who.accounts.map(({ api, realm, url, name, hasSecret, source }) => ({
      api,
      realm,
      url: url.href,
      account: name,
      hasSecret,
      source,
    })),
    settings: who.settings.map(({ name, value, origin }) => ({
      setting: name,
      value,
      source: origin,
    })),
  };
}
