-- Adds the credential of the upstream to a request. The agents never see it.
local credentials = {}
for pair in (os.getenv("STATIC_CREDENTIALS") or ""):gmatch("[^,]+") do
  local host, value = pair:match("^([^=]+)=(.+)$")
  if host then credentials[host] = value end
end

local token = os.getenv("POLICY_TOKEN")

-- Asks the policy service whether an agent may talk to a host.
local function allowed(handle, host)
  local headers = handle:httpCall("policy", {
    [":method"] = "GET",
    [":path"] = "/v1/hosts/" .. host,
    [":authority"] = "policy",
    ["authorization"] = "Bearer " .. (token or ""),
  }, nil, 500)
  return headers[":status"] == "200"
end

function envoy_on_request(handle)
  local headers = handle:headers()
  local host = headers:get(":authority")
  if not allowed(handle, host) then
    handle:respond({[":status"] = "403"}, "host not allowed")
    return
  end
  if credentials[host] then
    headers:replace("authorization", "Bearer " .. credentials[host])
  end
end
