import { type Journal, journalOn, unavailable } from "../journal.ts";
import { placeName, type ServerPlace } from "../../journal-place.ts";
import { openServer, type ServerOptions } from "./engine.ts";

/** The journal of a team. @throws JournalUnavailable, saying why; nothing may be sent then. */
export async function openSharedJournal(
  place: ServerPlace,
  options: ServerOptions,
): Promise<Journal> {
  try {
    return journalOn(await openServer(place, options));
  } catch (error) {
    throw unavailable(placeName(place), error, options.commandLine);
  }
}
