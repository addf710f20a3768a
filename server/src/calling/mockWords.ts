// Values of scalar fields as a person would expect them from the field's name. All of them are fixed tables: what is
// taken from them is the caller's choice, so that the same seed gives the same answers.

import type { JsonValue } from "@bufbuild/protobuf";
import { ScalarType } from "@bufbuild/protobuf";

/** What a value is chosen by: `name` of the field as declared, `owner` that of its message, `pick` any number for a purpose. */
export interface ValuePlace {
  readonly name: string;
  readonly owner: string;
  /** A whole number of 0 to `below - 1`, always the same for this place and purpose. */
  readonly pick: (purpose: string, below: number) => number;
  /** The same for all fields of the message, so that a person's address is of their name. */
  readonly pickTogether: (purpose: string, below: number) => number;
}

/** A ProtoJSON value for a field of a scalar type. */
export function scalarValue(type: ScalarType, place: ValuePlace): JsonValue {
  switch (type) {
    case ScalarType.STRING:
      return stringValue(place);
    case ScalarType.BOOL:
      return place.pick("bool", 2) === 1;
    case ScalarType.BYTES:
      return btoa(`${wordsOf(place.name).join("-")}-${place.pick("bytes", 1000)}`);
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return fractionValue(place);
    case ScalarType.INT32:
    case ScalarType.UINT32:
    case ScalarType.SINT32:
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return Math.min(wholeValue(place), 0x7fffffff);
    default:
      return String(wholeValue(place));
  }
}

/** A time near the first of May 2024, in ms since 1970. */
export function mockTimeMs({ name, pick }: ValuePlace): number {
  const base = Date.UTC(2024, 4, 1, 9, 0, 0);
  const minutes = pick("minutes", 60 * 24) * 60_000;
  const words = wordsOf(name);
  const day = 86_400_000;
  if (words.some(one => /^(update|updated|modified|modify|end|ended|finish|finished|delete|deleted)$/.test(one)))
    return base + 7 * day + minutes;
  if (words.some(one => /^(expire|expires|expiry|expiration|due|deadline|until)$/.test(one)))
    return base + 365 * day + minutes;
  return base + minutes;
}

/** `display_name` and `displayName` as `display`, `name`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_.-]+/)
    .filter(word => word !== "");
}

type Row = readonly [names: RegExp, value: (place: ValuePlace) => string];

const from =
  (...values: readonly string[]) =>
  ({ pick }: ValuePlace) =>
    values[pick("value", values.length)] ?? "";

const firstNames = ["Ada", "Grace", "Alan", "Barbara", "Edsger", "Margaret", "Dennis", "Radia", "Ken", "Frances"];
const lastNames = [
  "Lovelace",
  "Hopper",
  "Turing",
  "Liskov",
  "Dijkstra",
  "Hamilton",
  "Ritchie",
  "Perlman",
  "Thompson",
  "Allen",
];
const adjectives = ["blue", "quiet", "bright", "small", "green", "swift", "round", "amber"];
const nouns = ["lamp", "chair", "river", "garden", "bottle", "window", "harbour", "notebook"];

const firstName = ({ pickTogether }: ValuePlace) => firstNames[pickTogether("first name", firstNames.length)] ?? "";
const lastName = ({ pickTogether }: ValuePlace) => lastNames[pickTogether("last name", lastNames.length)] ?? "";
const phrase = ({ pick }: ValuePlace) =>
  `${adjectives[pick("adjective", adjectives.length)]} ${nouns[pick("noun", nouns.length)]}`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const withArticle = (text: string) => `${/^[aeiou]/.test(text) ? "an" : "a"} ${text}`;
const slug = (place: ValuePlace) => phrase(place).replace(" ", "-");

function hex({ pick }: ValuePlace, digits: number): string {
  return Array.from({ length: digits }, (_, at) => pick(`digit ${at}`, 16).toString(16)).join("");
}

function uuid(place: ValuePlace): string {
  const digits = hex(place, 32);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}

// The first row that fits counts. The names are of the words with `_` between them.
const strings: readonly Row[] = [
  // A client that asks for page after page would never come to an end.
  [/(^|_)(next_page_token|next_token|next_cursor|page_token|continuation_token)$/, () => ""],
  [/(^|_)(email|e_mail|mail)(_address)?$/, place => `${firstName(place)}.${lastName(place)}@example.com`.toLowerCase()],
  [/(^|_)(phone|mobile|fax|telephone)(_number)?$/, place => `+49 30 555 0${100 + place.pick("phone", 900)}`],
  [/(^|_)(first|given)_name$/, firstName],
  [/(^|_)(last|family)_name$|(^|_)surname$/, lastName],
  [
    /(^|_)(user|login|account|nick)_?name$|^(login|nickname|handle)$/,
    place => `${firstName(place)}${place.pick("user", 100)}`.toLowerCase(),
  ],
  [
    /(^|_)(full_name|author|assignee|owner|creator|contact|customer|person|sender|recipient|user)$/,
    place => `${firstName(place)} ${lastName(place)}`,
  ],
  [
    /(^|_)(image|avatar|photo|picture|thumbnail|icon|logo)(_ur[li])?$/,
    place => `https://example.com/images/${slug(place)}.png`,
  ],
  [/(^|_)(ur[li]|link|href|website|homepage|endpoint)$/, place => `https://example.com/${slug(place)}`],
  [/(^|_)(uuid|guid|uid)$/, uuid],
  [/(^|_)(etag|hash|checksum|digest|sha\d*|md5|fingerprint|revision|commit)$/, place => hex(place, 16)],
  [/(^|_)(token|secret|key|password|credential)$/, place => `mock-${hex(place, 12)}`],
  [/(^|_)id$/, place => hex(place, 8)],
  [/(^|_)(file_?name|file)$/, place => `${slug(place)}.txt`],
  [/(^|_)(path|directory|folder|dir)$/, place => `/${slug(place).replace("-", "/")}`],
  [/(^|_)(host|host_?name|domain|server)$/, place => `${slug(place)}.example.com`],
  [/(^|_)(ip|ip_address|remote_address)$/, place => `192.0.2.${1 + place.pick("ip", 254)}`],
  [
    /(^|_)(created|updated|modified|deleted|start|end|expires?)(_at|_on)?$|_(at|time|timestamp)$|^(time|timestamp)$/,
    place => new Date(mockTimeMs(place)).toISOString().replace(".000", ""),
  ],
  [/(^|_)(date|day|birthday)$/, place => new Date(mockTimeMs(place)).toISOString().slice(0, 10)],
  [
    /(^|_)(street|address|address_line|line1)(_\d)?$/,
    place => `${1 + place.pick("house", 120)} ${capital(nouns[place.pick("street", nouns.length)] ?? "")} Street`,
  ],
  [/(^|_)(city|town|locality)$/, from("Berlin", "Lisbon", "Toronto", "Nairobi", "Kyoto", "Lima")],
  [/(^|_)(country_code|region_code)$/, from("DE", "PT", "CA", "KE", "JP", "PE")],
  [/(^|_)country$/, from("Germany", "Portugal", "Canada", "Kenya", "Japan", "Peru")],
  [/(^|_)(region|state_province|province)$/, from("north", "south", "east", "west")],
  [/(^|_)(zip|zip_?code|postal_code|postcode)$/, place => String(10_000 + place.pick("zip", 89_999))],
  [/(^|_)currency(_code)?$/, from("EUR", "USD", "GBP", "JPY")],
  [/(^|_)(locale|language_code|lang)$/, from("en", "de", "pt-BR", "ja")],
  [/(^|_)language$/, from("English", "German", "Portuguese", "Japanese")],
  [/(^|_)(time_?zone|tz)$/, from("Europe/Berlin", "America/Toronto", "Asia/Tokyo")],
  [/(^|_)(mime|mime_type|content_type|media_type)$/, from("application/json", "text/plain", "image/png")],
  [/(^|_)version$/, place => `1.${place.pick("minor", 10)}.${place.pick("patch", 10)}`],
  [/(^|_)(colou?r)$/, place => `#${hex(place, 6)}`],
  [/(^|_)(price|amount|cost|total)$/, place => fractionValue(place).toFixed(2)],
  [/(^|_)(status|state)$/, from("active", "pending", "done")],
  [
    /(^|_)(tag|label|category|keyword|topic|kind|type|group|role)s?$/,
    from("red", "green", "blue", "large", "small", "new"),
  ],
  [
    /(^|_)(company|organi[sz]ation|vendor|brand|manufacturer)(_name)?$/,
    place => `${capital(nouns[place.pick("company", nouns.length)] ?? "")} Works`,
  ],
  [
    /(^|_)(description|summary|comment|text|body|content|message|note|bio|details?|reason|explanation)$/,
    place => `${capital(withArticle(phrase(place)))} that is here for a test.`,
  ],
  [/(^|_)(title|subject|headline|heading)$/, place => capital(phrase(place))],
  [/(^|_)(name|display_name|label)$/, nameOfSomething],
];

/** Of a person where the message is about one, else of a thing. */
function nameOfSomething(place: ValuePlace): string {
  const isPerson = wordsOf(place.owner).some(word =>
    /^(user|person|people|author|customer|contact|employee|member|owner|student|teacher|patient|profile|account)s?$/.test(
      word,
    ),
  );
  return isPerson ? `${firstName(place)} ${lastName(place)}` : phrase(place);
}

function stringValue(place: ValuePlace): string {
  const name = wordsOf(place.name).join("_");
  // The items of a list bear its name in the plural.
  const singular = name.replace(/([a-z])s$/, "$1");
  const row = strings.find(([names]) => names.test(name)) ?? strings.find(([names]) => names.test(singular));
  return row === undefined ? `${name.replaceAll("_", " ")} ${1 + place.pick("string", 99)}` : row[1](place);
}

function fractionValue({ name, pick }: ValuePlace): number {
  const words = wordsOf(name).join("_");
  if (/(^|_)(lat|latitude)$/.test(words)) return (pick("latitude", 120_000) - 60_000) / 1000;
  if (/(^|_)(lng|lon|long|longitude)$/.test(words)) return (pick("longitude", 360_000) - 180_000) / 1000;
  if (/(^|_)(price|amount|cost|total|fee|balance|salary)$/.test(words)) return (100 + pick("price", 9900)) / 100;
  if (/(^|_)(ratio|rate|probability|confidence|fraction|progress)$/.test(words)) return pick("ratio", 101) / 100;
  if (/(^|_)(rating|stars)$/.test(words)) return (10 + pick("rating", 41)) / 10;
  if (/(^|_)(percent|percentage)$/.test(words)) return pick("percent", 1001) / 10;
  return (1 + pick("fraction", 999)) / 10;
}

function wholeValue(place: ValuePlace): number {
  const { name, pick } = place;
  const words = wordsOf(name).join("_");
  if (/(^|_)(at|time|timestamp|created|updated|modified|expires?)(_s|_sec|_secs|_seconds)?$/.test(words))
    return Math.floor(mockTimeMs(place) / 1000);
  if (/(_at|time|timestamp)_(ms|millis|msec|milliseconds)$/.test(words)) return mockTimeMs(place);
  if (/(^|_)year$/.test(words)) return 2024;
  if (/(^|_)month$/.test(words)) return 1 + pick("month", 12);
  if (/(^|_)day$/.test(words)) return 1 + pick("day", 28);
  if (/(^|_)hours?$/.test(words)) return pick("hour", 24);
  if (/(^|_)(minutes?|seconds?)$/.test(words)) return pick("minute", 60);
  if (/(^|_)nanos$/.test(words)) return pick("nanos", 100) * 10_000_000;
  if (/(^|_)age$/.test(words)) return 18 + pick("age", 63);
  if (/(^|_)port$/.test(words)) return 8000 + pick("port", 1000);
  if (/(^|_)(percent|percentage|progress)$/.test(words)) return pick("percent", 101);
  if (/(^|_)(rating|stars)$/.test(words)) return 1 + pick("rating", 5);
  if (/(^|_)(price|amount|cost|fee|balance|salary|cents|units)$/.test(words)) return 100 + pick("price", 9900);
  if (/(^|_)(bytes|size_bytes|length)$/.test(words)) return 1024 + pick("bytes", 100_000);
  if (/(^|_)id$/.test(words)) return 1000 + pick("id", 9000);
  if (/(^|_)(count|quantity|size|total|stock|number_of)$/.test(words)) return 1 + pick("count", 20);
  if (/(^|_)(code|errno|exit_code)$/.test(words)) return 0;
  return 1 + pick("whole", 100);
}
