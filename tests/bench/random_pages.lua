-- wrk: GET of $PREFIX with a random number from 1 to $MOST behind it, or of a random line of $LINES.
math.randomseed(os.time())
local prefix = os.getenv("PREFIX")
local most = tonumber(os.getenv("MOST") or "1")
local lines = {}
if os.getenv("LINES_FILE") then
  for line in io.lines(os.getenv("LINES_FILE")) do lines[#lines + 1] = line end
end
request = function()
  local one = #lines > 0 and lines[math.random(#lines)] or math.random(most)
  return wrk.format("GET", prefix .. one .. (os.getenv("SUFFIX") or ""))
end
