/** Passwords that are guessed first. Length is the schema's; composition and expiry are not asked for (ASVS 6.2.5). */
const common = [
  "password",
  "passw0rd",
  "katasandi",
  "rahasia",
  "qwerty",
  "123456",
  "111111",
  "abcdef",
  "admin",
  "indonesia",
  "sekretariat",
  "poros",
  "pemprov",
];

/** Whether it holds the name, or is little more than a common word. */
export function isWeakPassword(password: string, username: string): boolean {
  const plain = password.normalize("NFKC").toLowerCase();
  if (new Set(plain).size < 5) return true;
  if (username.length >= 3 && plain.includes(username.toLowerCase())) return true;
  return common.some((word) => plain.includes(word) && plain.length - word.length < 8);
}
