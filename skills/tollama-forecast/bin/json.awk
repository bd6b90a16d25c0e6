# Reads and changes members of a JSON document that is known to be well formed elsewhere.
#   awk -f json.awk -v op=check                          exit 1 unless the input is one JSON object
#   awk -f json.awk -v op=get -v path=models.available   prints the value, or nothing
#   awk -f json.awk -v op=set -v path=a.b -v value=RAW   prints the document with the member set

function blank(i) {
    while (index(" \t\r\n", substr(t, i, 1)) && i <= n) i++
    return i
}

# First position after the string that begins at i.
function after_string(i, c) {
    for (i++; i <= n; i++) {
        c = substr(t, i, 1)
        if (c == "\\") { i++; continue }
        if (c == "\"") return i + 1
    }
    return n + 2
}

# First position after the value that begins at i.
function after_value(i, c, depth) {
    c = substr(t, i, 1)
    if (c == "\"") return after_string(i)
    if (c == "{" || c == "[") {
        depth = 0
        while (i <= n) {
            c = substr(t, i, 1)
            if (c == "\"") { i = after_string(i); continue }
            if (c == "{" || c == "[") depth++
            if (c == "}" || c == "]") { depth--; if (depth == 0) return i + 1 }
            i++
        }
        return n + 2
    }
    while (i <= n && !index(",]} \t\r\n", substr(t, i, 1))) i++
    return i
}

# Finds a member of the object that begins at i: sets from and to (first position after); 0 when there is none.
function member(i, key, k, e, v) {
    if (substr(t, i, 1) != "{") return 0
    i = blank(i + 1)
    while (i <= n && substr(t, i, 1) == "\"") {
        e = after_string(i)
        k = substr(t, i + 1, e - i - 2)
        v = blank(blank(e) + 1)
        to = after_value(v)
        if (k == key) { from = v; return 1 }
        i = blank(to)
        if (substr(t, i, 1) != ",") return 0
        i = blank(i + 1)
    }
    return 0
}

function nested(keys, count, first, raw, i) {
    raw = value
    for (i = count; i > first; i--) raw = "{\"" keys[i] "\":" raw "}"
    return raw
}

{ t = t $0 "\n" }

END {
    n = length(t)
    start = blank(1)
    if (op == "check") {
        end = after_value(start)
        exit !(substr(t, start, 1) == "{" && end <= n + 1 && blank(end) > n)
    }

    count = split(path, keys, ".")
    at = start
    for (i = 1; i <= count; i++) {
        if (!member(at, keys[i])) break
        if (op == "set" && i < count && substr(t, from, 4) == "null") break
        at = from
    }

    if (op == "get") {
        if (i > count) print substr(t, from, to - from)
        exit
    }

    if (i > count) { printf "%s%s%s", substr(t, 1, from - 1), value, substr(t, to); exit }
    if (member(at, keys[i])) { printf "%s%s%s", substr(t, 1, from - 1), nested(keys, count, i), substr(t, to); exit }
    rest = substr(t, at + 1)
    comma = substr(t, blank(at + 1), 1) == "}" ? "" : ","
    printf "%s\"%s\":%s%s%s", substr(t, 1, at), keys[i], nested(keys, count, i), comma, rest
}
