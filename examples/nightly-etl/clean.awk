# Cleans one CSV file of sales (date,store,amount) and prints what it found as JSON.
# Rows with an empty amount are dropped; a wrong header or an amount that is no number ends it with 3.

BEGIN { FS = ","; OFS = "," }

{ sub(/\r$/, "") }

NR == 1 {
  if ($0 != "date,store,amount") {
    printf "%s: expected the header date,store,amount, found %s\n", FILENAME, $0 > "/dev/stderr"
    isBroken = 1
    exit 3
  }
  print > cleaned
  next
}

$3 == "" { dropped++; next }

$3 !~ /^-?[0-9]+(\.[0-9]+)?$/ {
  printf "%s line %d: expected a number, found %s\n", FILENAME, NR, $3 > "/dev/stderr"
  isBroken = 1
  exit 3
}

{
  rows++
  total += $3
  print > cleaned
}

END {
  if (isBroken) exit 3
  printf "%s: %d rows kept, %d dropped\n", FILENAME, rows, dropped > "/dev/stderr"
  printf "{\"file\": \"%s\", \"rows\": %d, \"dropped\": %d, \"total\": %.2f}\n", FILENAME, rows, dropped, total
}
