/** The exit codes, on the first page of help and at the top of their own topic. */
export const exitCodesHelp = `
Exit codes:
  0  done, or a read that worked        5  blocked by an earlier attempt
  1  an error here, nothing sent        6  not sent, safe to run again
  2  a wrong or missing flag            7  UNKNOWN: run \`refund reconcile\`
  3  settings or credentials            8  a batch with rows not accepted
  4  refused by 2Checkout or a check  130  stopped by the user, nothing sent`;
