-- Adds the credential of the registry, which machines never see.
local token = os.getenv("REGISTRY_TOKEN")
local windows = {}
local LIMIT = 60

local function is_limited(client)
  local window = windows[client]
  if not window or os.time() - window.start >= 60 then
    window = {start = os.time(), count = 0}
    windows[client] = window
  end
  window.count = window.count + 1
  return window.count > LIMIT
end

function envoy_on_request(handle)
  local client = handle:headers():get("x-machine") or "unknown"
  if is_limited(client) then
    handle:respond({[":status"] = "429"}, "too many requests")
    return
  end
  handle:headers():replace("authorization", "Bearer " .. (token or ""))
end
