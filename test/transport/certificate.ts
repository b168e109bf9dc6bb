/** A certificate that vouches for itself, made for these tests alone. No name server knows its name. */
export const certified = {
  host: "api.refund.invalid",
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+RBNrQZNx6rirC4j
PKruL/b3oVbIDBUHwdVVuqTXBYWhRANCAASujBe9nE9aM86kqaHsO6RxEyOhr7Jz
dAEwvZ+nDnxPUZozY7blWlCz0UkcacQponmYpDO7ICAEIMqnK9D70bcS
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBdDCCARqgAwIBAgIBATAKBggqhkjOPQQDAjAWMRQwEgYDVQQDDAtyZWZ1bmQg
dGVzdDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFjEUMBIGA1UE
AwwLcmVmdW5kIHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASujBe9nE9a
M86kqaHsO6RxEyOhr7JzdAEwvZ+nDnxPUZozY7blWlCz0UkcacQponmYpDO7ICAE
IMqnK9D70bcSo1cwVTAPBgNVHRMBAf8EBTADAQH/MCMGA1UdEQQcMBqCEmFwaS5y
ZWZ1bmQuaW52YWxpZIcEfwAAATAdBgNVHQ4EFgQUu/+lhftSRTo6V/o0D/10Vxit
RNgwCgYIKoZIzj0EAwIDSAAwRQIhALItRIEutUuon0llc2CRA8EX+3wZxjCVUW8x
9sfcxwI0AiA1hisOs6KGYppSoUr+EaqwHN7MWFYzBpAxIdfGMBdlBw==
-----END CERTIFICATE-----
`,
} as const;
