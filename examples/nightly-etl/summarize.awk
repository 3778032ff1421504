# Adds up the cleaned files by store and prints the sums as one JSON object.

BEGIN { FS = "," }

FNR == 1 { next }

{
  rows++
  total += $3
  if (!($2 in byStore)) store[++stores] = $2
  byStore[$2] += $3
}

END {
  printf "{\"rows\": %d, \"total\": %.2f, \"stores\": [", rows, total
  for (i = 1; i <= stores; i++) {
    printf "%s{\"store\": \"%s\", \"total\": %.2f}", (i > 1 ? ", " : ""), store[i], byStore[store[i]]
  }
  print "]}"
}
