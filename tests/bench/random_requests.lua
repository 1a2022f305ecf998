-- For wrk: requests to random lines of $TARGETS, each "METHOD PATH[<TAB>BODY]", with the headers of $HEADERS ("Name: value",
-- a line each). %N% in a body becomes a number that no other request has. At the end a line of JSON with what was measured.
math.randomseed(tonumber(os.getenv("SEED") or "1"))

local requests, headers = {}, { ["Content-Type"] = "application/json" }
for line in (os.getenv("HEADERS") or ""):gmatch("[^\n]+") do
  local name, value = line:match("^([^:]+): (.*)$")
  headers[name] = value
end
for line in io.lines(os.getenv("TARGETS")) do
  local method, path, body = line:match("^(%u+) ([^\t]+)\t?(.*)$")
  requests[#requests + 1] = body ~= "" and { method, path, body } or wrk.format(method, path, headers)
end

local count = 0
function request()
  local one = requests[math.random(#requests)]
  if type(one) == "string" then
    return one
  end
  count = count + 1
  return wrk.format(one[1], one[2], headers, (one[3]:gsub("%%N%%", count)))
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.6f, "p50_ms": %.3f, "p99_ms": %.3f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
