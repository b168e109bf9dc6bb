/** The YAML parser, in a separate module so that only people who use YAML load it. */
export { parse, YAMLError } from "yaml";
