import { gzipSync, strToU8, zipSync } from "fflate";
import type { TableOptions } from "../../src/prompts/tables/options.ts";

/** A table as people have it, and what it says when read right. */
export interface TableCase {
  readonly name: string;
  readonly source: string | Uint8Array;
  readonly options?: TableOptions;
  readonly numbers?: Readonly<Record<string, readonly (number | null)[]>>; // all columns of numbers; null where missing
  readonly notUsed?: Readonly<Record<string, RegExp>>; // what is said of each column that is no feature by itself
  readonly says?: readonly RegExp[]; // each in some sentence
  readonly saysNot?: RegExp; // in no sentence
  readonly refused?: RegExp; // the one sentence instead of a table
}

const utf16 = (text: string, big: boolean) => {
  const bytes = new Uint8Array(2 * text.length);
  const view = new DataView(bytes.buffer);
  for (let k = 0; k < text.length; k++) view.setUint16(2 * k, text.charCodeAt(k), !big);
  return bytes;
};
const windows1252 = (text: string) => Uint8Array.from(text, (each) => (each === "€" ? 0x80 : each.charCodeAt(0)));
const bytesOf = (text: string) => Uint8Array.from(text, (each) => each.charCodeAt(0));

const plain = "a,b\n1,2.5\n3,4.25\n5,6.125\n";
const plainNumbers = { a: [1, 3, 5], b: [2.5, 4.25, 6.125] };
const damaged = gzipSync(strToU8(plain.repeat(50)));
damaged[damaged.length - 6] = (damaged[damaged.length - 6] as number) ^ 1; // in the checksum

/** Tables of every kind in the README of the cases, and of the kinds beside them. */
export const tableCases: readonly TableCase[] = [
  // Decimal and thousands marks
  {
    name: "a German table, where other cells prove the decimal comma",
    source: "miete;fläche\n950;50,5\n1.200;61,25\n2.050;98\n800;40,0\n",
    numbers: { miete: [950, 1200, 2050, 800], fläche: [50.5, 61.25, 98, 40] },
    says: [/miete: "1\.200" in row 2 \(line 3\) is read as 1200, as column fläche/],
  },
  {
    name: "semicolons with a decimal point and a thousands comma",
    source: "price;weight\n950;1.5\n1,200;2.25\n2,050;3.5\n",
    numbers: { price: [950, 1200, 2050], weight: [1.5, 2.25, 3.5] },
    says: [/price: "1,200" in row 2 \(line 3\) is read as 1200, as column weight/],
  },
  {
    name: "a thousands mark and a decimal mark in one cell",
    source: 'a,b\n"1,200.5",1\n"2,400",2\n850,3\n',
    numbers: { a: [1200.5, 2400, 850], b: [1, 2, 3] },
  },
  {
    name: "thousands in groups prove themselves",
    source: "a;b\n1.234.567;1\n2.000;2\n",
    numbers: { a: [1234567, 2000], b: [1, 2] },
  },
  {
    name: "what may be thousands or thousandths, decided by sizes and said",
    source: "a\tb\n950\t1\n1.200\t2\n2.400\t3\n",
    numbers: { a: [950, 1200, 2400], b: [1, 2, 3] },
    says: [/a: "1\.200" in row 2 \(line 3\) is read as 1200, but it could be 1\.2\. .*--decimal/],
  },
  {
    name: "the same, overridden by the decimal mark",
    source: "a\tb\n950\t1\n1.200\t2\n2.400\t3\n",
    options: { decimal: "." },
    numbers: { a: [950, 1.2, 2.4], b: [1, 2, 3] },
  },
  {
    name: "the same, overridden by the thousands mark",
    source: "a\tb\n1.200\t1\n2.400\t2\n",
    options: { thousands: "." },
    numbers: { a: [1200, 2400], b: [1, 2] },
  },
  {
    name: "quoted thousands between commas",
    source: 'a,b\n"1,200",1\n"2,400",2\n',
    numbers: { a: [1200, 2400], b: [1, 2] },
    says: [/a: "1,200" in row 1 \(line 2\) is read as 1200, but it could be 1\.2/],
  },
  {
    name: "three decimals after semicolons",
    source: "a;b\n1,250;1\n2,125;2\n",
    numbers: { a: [1.25, 2.125], b: [1, 2] },
    says: [/a: "1,250" .* is read as 1\.25, but it could be 1250/],
  },
  {
    name: "apostrophes, blanks, narrow blanks and underscores between thousands",
    source: "a\tb\tc\td\te\n1'200\t1 200,5\t1\u202f200\t1_200\t1’000’000\n950\t1\u00a0000\t7\t8\t9\n",
    numbers: { a: [1200, 950], b: [1200.5, 1000], c: [1200, 7], d: [1200, 8], e: [1e6, 9] },
  },
  {
    name: "no thousands mark, if told so",
    source: "a;b\n1'200;1,5\n3;2,5\n",
    options: { thousands: "none" },
    numbers: { b: [1.5, 2.5] },
    notUsed: { a: /"1'200" in row 1 \(line 2\)/ },
  },
  {
    name: "exponents after a decimal comma, signs, bare fractions",
    source: "a;b\n1,5E+03;+2\n2,5e-2;−3\n,5;4\n5.;-6\n",
    numbers: { b: [2, -3, 4, -6] },
    notUsed: { a: /"5\." in row 4/ },
  },
  {
    name: "exponents after a decimal comma",
    source: "a;b\n1,5E+03;2\n2,5e-2;3\n4e3;4,5\n",
    numbers: { a: [1500, 0.025, 4000], b: [2, 3, 4.5] },
  },
  {
    name: "decimal marks that differ by column",
    source: "a\tb\n1.5\t1,5\n2.25\t2,75\n",
    numbers: { a: [1.5, 2.25], b: [1.5, 2.75] },
    says: [/decimal mark differs by column/],
  },
  {
    name: "numbers that are none: hexadecimal, infinite, too large, dates, booleans",
    source:
      "n,hex,inf,large,small,date,flag\n1,0x10,Infinity,1e999,1e-999,2024-01-02,true\n2,0x11,1,2,3,2024-01-03,false\n",
    numbers: { n: [1, 2] },
    notUsed: {
      hex: /"0x10" in row 1/,
      inf: /"Infinity" in row 1/,
      large: /"1e999" in row 1 \(line 2\) is a number too large/,
      small: /"1e-999" in row 1 \(line 2\) is a number too large or too small/,
      date: /"2024-01-02" in row 1/,
      flag: /"true" in row 1/,
    },
  },
  {
    name: "percent signs and currencies that every number has",
    source: 'a,b,c\n12%,"$1,200.50",1\n8.5 %,-$3,2\n',
    numbers: { a: [12, 8.5], b: [1200.5, -3], c: [1, 2] },
    says: [/without their mark: a \(%\), b \(\$\)/],
  },
  {
    name: "a percent sign that only some have",
    source: "a,b\n12%,1\n8.5,2\n9%,3\n",
    numbers: { b: [1, 2, 3] },
    notUsed: { a: /"8\.5" in row 2 \(line 3\)/ },
  },
  // Missing cells and odd ones
  {
    name: "marks of missing cells",
    source: "a,b\n1,.\n2,-\n3,--\n4,#N/A\n5,NA\n6,n/a\n7,NULL\n8,None\n9,?\n10,\n11,NaN\n12,7.5\n13,8\n",
    numbers: {
      a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
      b: [null, null, null, null, null, null, null, null, null, null, null, 7.5, 8],
    },
    says: [/Missing: b in 11 rows/],
  },
  {
    name: "a mark of the user's own",
    source: "a,b\n1,-999\n2,x\n3,4\n4,5\n",
    options: { missing: ["-999", "X"] },
    numbers: { a: [1, 2, 3, 4], b: [null, null, 4, 5] },
  },
  {
    name: "one odd cell in a column of numbers",
    source: "a,b\n1,5\n2,6\n3,21.4*\n4,7\n",
    numbers: { a: [1, 2, 3, 4] },
    notUsed: { b: /Left out b: "21\.4\*" in row 3 \(line 4\) is not a number/ },
  },
  {
    name: "a column of text, and one without any value",
    source: "name,a,b,c\nAda,1,,2\nBob,3,NA,4\n",
    numbers: { a: [1, 3], c: [2, 4] },
    notUsed: { name: /name \("Ada" in row 1 \(line 2\)\)/, b: /b \(no values\)/ },
  },
  {
    name: "a column that never differs",
    source: "a,b,c\n7,1,2\n7,3,4\n7,5,7\n",
    numbers: { a: [7, 7, 7], b: [1, 3, 5], c: [2, 4, 7] },
    notUsed: { a: /a \(7 in every row\)/ },
  },
  // Names
  {
    name: "an index without a name, as pandas writes it",
    source: ",a,b\n0,1,2\n1,3,4\n2,5,7\n",
    numbers: { "column 1": [0, 1, 2], a: [1, 3, 5], b: [2, 4, 7] },
    notUsed: { "column 1": /column 1 \(an index without a name\)/ },
  },
  {
    name: "an index of names, as R's write.csv writes it",
    source: '"","a","b"\n"Mazda RX4",1,2\n"Datsun 710",3,4\n',
    numbers: { a: [1, 3], b: [2, 4] },
    notUsed: { "column 1": /"Mazda RX4" in row 1/ },
  },
  {
    name: "a header one cell shorter than the rows, as R's write.table writes it",
    source: '"a" "b"\n"Mazda RX4" 1 2.5\n"Datsun 710" 3 4.5\n',
    numbers: { a: [1, 3], b: [2.5, 4.5] },
    says: [/header has one cell fewer/],
  },
  {
    name: "decimal commas that split numbers: no names are guessed",
    source: "city,temp\nParis,12,5\nRome,20,1\nOslo,3,9\n",
    refused: /got 2 in line 1 and 3 in row 1 .*separated by commas: a number with a comma must be in quotes/,
  },
  {
    name: "decimal commas that split numbers after a count",
    source: "id,price,y\n1,1,5,5\n2,3,25,6\n3,4,75,7\n",
    refused: /got 3 in line 1 and 4 in row 1/,
  },
  {
    name: "thousands commas that split numbers with decimals",
    source: "id,price,y\n1,1,200.50,5\n2,3,400.25,6\n3,2,100.75,9\n",
    refused: /got 3 in line 1 and 4 in row 1/,
  },
  {
    name: "row names before numbers that no comma can have split",
    source: "a,b\nx,1,2.5\ny,3,4.5\nz,2,0.25\n",
    numbers: { a: [1, 3, 2], b: [2.5, 4.5, 0.25] },
    says: [/header has one cell fewer/],
  },
  {
    name: "a last row that ends in a missing cell, by tabs",
    source: "a\tb\tc\n1\t2\t3\n4\t5\t6\n7\t8\t\n\n",
    numbers: { a: [1, 4, 7], b: [2, 5, 8], c: [3, 6, null] },
  },
  {
    name: "blanks before quotes",
    source: 'a, b\n1, "2"\n3, "4"\n5, "6"\n',
    numbers: { a: [1, 3, 5], b: [2, 4, 6] },
  },
  {
    name: "blanks around quotes of names",
    source: ' "a" , "b" \n 1 , 2 \n 3 , 4 \n',
    numbers: { a: [1, 3], b: [2, 4] },
  },
  {
    name: "two columns of whole numbers, which no tab splits",
    source: "a,b\n1,2\n3,4\n5,7\n",
    numbers: { a: [1, 3, 5], b: [2, 4, 7] },
    saysNot: /would split/,
  },
  {
    name: "a saved index",
    source: "Unnamed: 0,a,b\n0,1,2\n1,3,4\n2,5,7\n",
    numbers: { "Unnamed: 0": [0, 1, 2], a: [1, 3, 5], b: [2, 4, 7] },
    notUsed: { "Unnamed: 0": /it counts the rows/ },
  },
  {
    name: "spaces around names and cells",
    source: " a , b \n 1 , 2.5 \n 3 , 4.5 \n",
    numbers: { a: [1, 3], b: [2.5, 4.5] },
  },
  { name: "a space after each comma", source: "a, b\n1, 2.5\n3, 4.5\n", numbers: { a: [1, 3], b: [2.5, 4.5] } },
  {
    name: "a space before quotes",
    source: 'a, "b, c"\n1, "2.5"\n3, "4.5"\n',
    numbers: { a: [1, 3], "b, c": [2.5, 4.5] },
  },
  {
    name: "a name twice",
    source: "a,b,b\n1,2,3\n4,5,6\n",
    numbers: { a: [1, 4], b: [2, 5], "b.2": [3, 6] },
    says: [/b in columns 2 and 3, the latter is called b\.2/],
  },
  {
    name: "a column in the middle without a name",
    source: "a,,c\n1,2,3\n4,5,6\n",
    numbers: { a: [1, 4], "column 2": [2, 5], c: [3, 6] },
    says: [/without a name are called column 2/],
  },
  {
    name: "no header, numbers alone",
    source: "10\t50\n20\t80\n",
    numbers: { "column 1": [10, 20], "column 2": [50, 80] },
    says: [/without a header/],
  },
  {
    name: "no header beside a text column",
    source: "21,6,2.6,USA\n22,4,2.3,USA\n18,8,3.4,Japan\n",
    numbers: { "column 1": [21, 22, 18], "column 2": [6, 4, 8], "column 3": [2.6, 2.3, 3.4] },
    notUsed: { "column 4": /"USA" in row 1 \(line 1\)/ },
    says: [/not certain whether the first row \(line 1\).*read as data.*--header/],
  },
  {
    name: "the same, told that there is a header",
    source: "21,6,USA\n22,4,USA\n18,8,Japan\n",
    options: { header: true },
    numbers: { "21": [22, 18], "6": [4, 8] },
    notUsed: { USA: /"USA" in row 1 \(line 2\)/ },
  },
  {
    name: "years as names",
    source: "country,2000,2001,2002\nA,1,2,3\nB,4,5,6\n",
    numbers: { "2000": [1, 4], "2001": [2, 5], "2002": [3, 6] },
    notUsed: { country: /"A" in row 1 \(line 2\)/ },
    says: [/read as the header.*--no-header/],
  },
  {
    name: "years as names, of columns without any value, too",
    source: "country,2000,2001,2002,2003\nA,1,2,3,\nB,4,5,6,\n",
    numbers: { "2000": [1, 4], "2001": [2, 5], "2002": [3, 6] },
    notUsed: { country: /"A" in row 1 \(line 2\)/, "2003": /2003 \(no values\)/ },
  },
  {
    name: "names in single quotes",
    source: "'a'\t'b'\n1\t2\n3\t4\n",
    numbers: { a: [1, 3], b: [2, 4] },
  },
  {
    name: "a tab at the end of lines that commas split",
    source: "year,volume\n1871,1120\t\n1872,1160\t\n1873,963\t\n",
    numbers: { year: [1871, 1872, 1873], volume: [1120, 1160, 963] },
  },
  {
    name: "a first row of counts and names",
    source: "150,4,setosa\n5.1,3.5,0\n4.9,3,1\n",
    numbers: { "150": [5.1, 4.9], "4": [3.5, 3], setosa: [0, 1] },
    says: [/not certain.*read as the header/],
  },
  {
    name: "a header that is none, if told so",
    source: "a,b\n1,2\n3,4\n",
    options: { header: false },
    numbers: {},
    notUsed: { "column 1": /"a" in row 1 \(line 1\)/, "column 2": /"b" in row 1 \(line 1\)/ },
  },
  // Delimiters, comments, lines
  {
    name: "tabs, with commas in the names",
    source: "price, gross (EUR, net)\tsize, net\n21\t160.5\n22\t108\n",
    numbers: { "price, gross (EUR, net)": [21, 22], "size, net": [160.5, 108] },
  },
  { name: "pipes", source: "a|b\n1|2.5\n3|4.5\n", numbers: { a: [1, 3], b: [2.5, 4.5] } },
  {
    name: "blanks that align columns",
    source: "   a      b  c\n   1    2.5  7\n  10   12.5  8\n 100  112.5  9\n",
    numbers: { a: [1, 10, 100], b: [2.5, 12.5, 112.5], c: [7, 8, 9] },
  },
  {
    name: "decimal commas without a header, after semicolons",
    source: "1,5;2,5\n3,5;4,5\n5,5;6,25\n",
    numbers: { "column 1": [1.5, 3.5, 5.5], "column 2": [2.5, 4.5, 6.25] },
  },
  { name: "a delimiter given", source: "a;b,c\n1;2,3\n4;5,6\n", options: { delimiter: "," }, numbers: { c: [3, 6] } },
  {
    name: "the line that tells Excel the delimiter",
    source: "sep=;\na;b\n1;2,5\n3;4,5\n",
    numbers: { a: [1, 3], b: [2.5, 4.5] },
  },
  {
    name: "comments before the header and between rows",
    source: "# by a lab, 2024\n# in mm\na,b\n1,2\n# a pause\n3,4\n",
    numbers: { a: [1, 3], b: [2, 4] },
    says: [/Skipped 3 comment lines/],
  },
  { name: "comments of MATLAB", source: "% by a lab\na\tb\n1\t2\n3\t4\n", numbers: { a: [1, 3], b: [2, 4] } },
  {
    name: "names in a comment, as numpy.savetxt writes them",
    source: "# t x\n0.5 1\n1.5 2\n",
    numbers: { t: [0.5, 1.5], x: [1, 2] },
    says: [/names are in a comment/],
  },
  {
    name: "a first name that is a number sign",
    source: "#,a,b\n1,5,6\n2,7,9\n3,8,8\n",
    numbers: { "#": [1, 2, 3], a: [5, 7, 8], b: [6, 9, 8] },
    notUsed: { "#": /counts the rows/ },
  },
  {
    name: "empty lines, rows of commas alone, commas at every end",
    source: "\n\na,b,\n1,2,\n\n,,\n3,4,\n\n\n",
    numbers: { a: [1, 3], b: [2, 4] },
    says: [/Skipped 1 row without any value/, /delimiters at the end of every row/],
  },
  { name: "old line ends", source: "a,b\r1,2\r3,4\r", numbers: { a: [1, 3], b: [2, 4] } },
  {
    name: "quotes, with commas, quotes and line ends inside",
    source: '\ufeff"x, ""y""",b\r\n"1",2\r\n"3",4\r\n"5\n",6\r\n',
    numbers: { 'x, "y"': [1, 3, 5], b: [2, 4, 6] },
  },
  {
    name: "a row that is too long",
    source: "city,pop,lat\nParis,2,110,420,48.86\nNice,342669,43.70\nLille,236234,50.63\n",
    refused: /same number of cells.*3 in line 1 and 5 in row 1 \(line 2\)/,
  },
  {
    name: "a row that is too short, after a line end in a cell",
    source: 'a,b,c\n1,"x\ny",3\n4,5\n6,7,8\n',
    refused: /got 3 in line 1 and 2 in row 2 \(line 4\)/,
  },
  {
    name: "rows that are all too long, by thousands",
    source: "item,price,mass\nA,1,200,2.5\nB,2,450,3.5\n",
    refused: /got 3 in line 1 and 4 in row 1 \(line 2\)/,
  },
  { name: "a quote that stays open", source: 'a,b\n"1,2\n3,4\n', refused: /every quote to be closed.*line 2/ },
  { name: "nothing", source: " \n\n", refused: /got nothing/ },
  // Encodings and files of other kinds
  {
    name: "UTF-8 with a byte order mark",
    source: bytesOf("\xef\xbb\xbfa,b\n1,2\n3,4\n"),
    numbers: { a: [1, 3], b: [2, 4] },
  },
  {
    name: "UTF-16 with a byte order mark",
    source: utf16("\ufeffgröße\tb\r\n1\t2\r\n3\t4\r\n", false),
    numbers: { größe: [1, 3], b: [2, 4] },
    says: [/utf-16le/],
  },
  {
    name: "big-endian UTF-16 with a byte order mark",
    source: utf16("\ufeffé\tb\n1\t2\n3\t4\n", true),
    numbers: { é: [1, 3], b: [2, 4] },
  },
  {
    name: "UTF-16 without a byte order mark",
    source: utf16(plain, false),
    numbers: plainNumbers,
    says: [/no byte order mark.*UTF-16LE/],
  },
  { name: "big-endian UTF-16 without one", source: utf16(plain, true), numbers: plainNumbers },
  {
    name: "Windows-1252",
    source: windows1252("Größe,€\n1,2\n3,4\n"),
    numbers: { Größe: [1, 3], "€": [2, 4] },
    says: [/not valid UTF-8.*Windows-1252.*--encoding/],
  },
  {
    name: "an encoding given",
    source: Uint8Array.from([0xb3, 0x2c, 0x62, 10, 0x31, 0x2c, 0x32, 10, 0x33, 0x2c, 0x34, 10]),
    options: { encoding: "iso-8859-2" },
    numbers: { ł: [1, 3], b: [2, 4] },
  },
  {
    name: "an encoding given that the bytes are not in",
    source: windows1252("Größe,b\n1,2\n3,4\n"),
    options: { encoding: "utf-8" },
    refused: /^invalid table: expected text in utf-8, got bytes that are not valid in it$/,
  },
  { name: "gzip", source: gzipSync(strToU8(plain)), numbers: plainNumbers, says: [/gzip/] },
  { name: "a damaged gzip", source: damaged, refused: /gzip.*checksum differs/ },
  { name: "a gzip cut short", source: gzipSync(strToU8(plain)).slice(0, 20), refused: /gzip.*cannot be opened/ },
  {
    name: "an Excel workbook",
    source: zipSync({ "[Content_Types].xml": strToU8("<Types/>"), "xl/workbook.xml": strToU8("<workbook/>") }),
    refused: /got an Excel workbook/,
  },
  { name: "a zip archive", source: zipSync({ "a.csv": strToU8(plain) }), refused: /got a zip archive/ },
  {
    name: "a gzip of something else",
    source: gzipSync(bytesOf("RDX3\nX\n\x00\x00\x00\x03")),
    refused: /got an R data file/,
  },
  { name: "a PDF", source: bytesOf("%PDF-1.7\n"), refused: /got a PDF/ },
  { name: "a Parquet file", source: bytesOf("PAR1\x15\x04\x15"), refused: /got a Parquet file/ },
  { name: "a web page", source: "<!DOCTYPE html>\n<html><table>", refused: /got a web page/ },
  { name: "JSON", source: '[{"a": 1, "b": 2}]', refused: /got JSON/ },
  { name: "a binary file", source: Uint8Array.from([1, 2, 3, 0, 255, 7]), refused: /expected text, got a binary file/ },
];
