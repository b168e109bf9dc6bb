/** The YAML parser, in a module of its own so that only those who write YAML load it. */
export { parse, YAMLError } from "yaml";
