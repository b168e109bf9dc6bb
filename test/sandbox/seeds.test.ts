import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { sandboxFor } from "./calls.ts";

const run = promisify(execFile);
const hasCurl = spawnSync("curl", ["--version"]).status === 0;
const php = "php";
const phpModules = spawnSync(php, ["-m"], { encoding: "utf8" });
const hasPhp = phpModules.status === 0 && /^curl$/m.test(phpModules.stdout);

test.skipIf(!hasCurl)("the vendor's curl example of refund_lineitem succeeds", async () => {
  const sandbox = await sandboxFor();
  const url = `${sandbox.legacyUrl}sales/refund_lineitem`;
  const user = `${sandbox.legacyUsername}:${sandbox.legacyPassword}`;
  const command = `curl -X POST ${url} \\
-u '${user}' -d 'lineitem_id=1234567890' -d 'category=16' \\
-d 'comment=Item not in stock.' -H 'Accept: application/json'`;
  const { stdout } = await run("sh", ["-c", command]);
  expect(JSON.parse(stdout)).toEqual({
    response_code: "OK",
    response_message: "lineitem refunded",
  });
  expect(sandbox.ledger()).toMatchObject([
    { lineItemId: "1234567890", amount: "19.99", category: 16, comment: "Item not in stock." },
  ]);
});

// The sample computes the date three times, so a second's tick between them breaks its hash.
const retried = { retry: 2 };

test.skipIf(!hasPhp)("the vendor's PHP example of a partial refund succeeds", retried, async () => {
  const sandbox = await sandboxFor();
  const program = examplePhp
    .replace("https://api.avangate.com/rpc/6.0/", sandbox.rpcUrl)
    .replace("MERCHANT_CODE", sandbox.merchantCode)
    .replace("SECRET_KEY", sandbox.secretKey);
  const { stdout } = await run(php, ["-r", program]);
  expect(stdout).toContain("bool(true)");
  expect(sandbox.ledger()).toMatchObject([
    { refNo: "73152871", amount: "29.99", reason: "Fraud", comment: "This is a comment" },
  ]);
});

// The vendor's sample as it was published.
const examplePhp = String.raw`/**
 * @throws JsonException
 */
function callRPC($Request, $host) {
    $curl = curl_init($host);
    curl_setopt($curl, CURLOPT_POST, 1);
    curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, 1);
    curl_setopt($curl, CURLOPT_VERBOSE, false);
    curl_setopt($curl, CURLOPT_SSL_VERIFYHOST, 2);
    curl_setopt($curl, CURLOPT_SSLVERSION, 0);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, 1);
    curl_setopt($curl, CURLOPT_HTTPHEADER, array('Content-Type: application/json', 'Accept: application/json'));
    $RequestString = json_encode($Request, JSON_THROW_ON_ERROR);
    curl_setopt($curl, CURLOPT_POSTFIELDS, $RequestString);

    $ResponseString = curl_exec($curl);

    if (!empty($ResponseString)) {
        echo($ResponseString);
        $Response = json_decode($ResponseString, false, 512, JSON_THROW_ON_ERROR);
        if (isset($Response->result)) {
            return $Response->result;
        }
        if (!is_null($Response->error)) {
            echo("Method: {$Request->method}" . PHP_EOL);
            echo("Error: {$Request->error}" . PHP_EOL);
        }
    } else {
        return null;
    }
    return null;
}

$host = 'https://api.avangate.com/rpc/6.0/';

$merchantCode = "MERCHANT_CODE"; // your account's merchant code available in the 'System settings' area of the cPanel: https://secure.2checkout.com/cpanel/account_settings.php
$key = "SECRET_KEY"; // your account's secret key available in the 'System settings' area of the cPanel: https://secure.2checkout.com/cpanel/account_settings.php

$string = strlen($merchantCode) . $merchantCode . strlen(gmdate('Y-m-d H:i:s')) . gmdate('Y-m-d H:i:s');
$algo = "sha256";
$hash = hash_hmac($algo, $string, $key);

$i = 1;

$jsonRpcRequest = new stdClass();
$jsonRpcRequest->jsonrpc = '2.0';
$jsonRpcRequest->method = 'login';
$jsonRpcRequest->params = array($merchantCode, gmdate('Y-m-d H:i:s'), $hash, $algo);
$jsonRpcRequest->id = $i++;

try {
    $sessionID = callRPC($jsonRpcRequest, $host);
    echo("Auth token: {$sessionID}" . PHP_EOL);
} catch (JsonException $e) {
    echo("Error: {$e->getMessage()}" . PHP_EOL);
}

$orderReference = "73152871";

$items = [];
$item = new stdClass();
$item->Quantity = 1;
$item->LineItemReference = "a439c84a4b1e8ad1d7bf38407f5ea7473433ce7b";
$item->Amount = 29.99;

$items[] = $item;

$comment = "This is a comment";
$reason = "Fraud";

$jsonRpcRequest          = new stdClass();
$jsonRpcRequest->jsonrpc = '2.0';
$jsonRpcRequest->method  = 'issueRefund';
$jsonRpcRequest->params  = array($sessionID, $orderReference, null, $items, $comment, $reason);
$jsonRpcRequest->id      = $i++;

$partialRefund = callRPC($jsonRpcRequest, $host);

var_dump ($partialRefund);`;
