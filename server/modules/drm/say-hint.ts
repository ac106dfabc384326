// The page behind "forgot your passphrase?" in a reading app (LCP 1.0 §4.3).

/** HTML, for people. It says where the passphrase is, and not what it is: nobody has signed in here. */
export function sayHint(publicUrl: string): string {
  const library = `${publicUrl}/library`.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Your ebook passphrase</title></head>
<body>
<h1>Your ebook passphrase</h1>
<p>It is the one that you chose for your ebooks with us, and the same for all of them. Your reading app shows the hint that you gave.</p>
<p>You can choose another one in <a href="${library}">your library</a>. Ebooks that you open after that ask for the new one.</p>
</body>
</html>
`
}
