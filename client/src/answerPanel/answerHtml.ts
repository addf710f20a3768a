/** The page's frame. It holds no data: everything shown comes by messages and is put in as text. */
export function answerHtml(page: { script: string; style: string; cspSource: string; nonce: string }): string {
  const policy = [
    "default-src 'none'",
    `style-src ${page.cspSource}`,
    `script-src 'nonce-${page.nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Answer</title>
<link rel="stylesheet" href="${page.style}">
</head>
<body>
<main id="answer"></main>
<script nonce="${page.nonce}" src="${page.script}"></script>
</body>
</html>
`;
}

/** 128 random bits, for one load of the page. */
export function newNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}
