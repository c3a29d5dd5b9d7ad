-- Run by TestNeovim in the folder of a project, with Neovim's own client.
local function fail(message)
  io.stdout:write(message .. '\n')
  vim.cmd('cquit 1')
end

-- The test ends a program that waits for ever.
local function await(what, met)
  if not vim.wait(60000, met, 20) then
    fail('waited in vain for ' .. what)
  end
end

local ok, problem = pcall(function()
  local id = vim.lsp.start_client({ name = 'seclint', cmd = { vim.env.SECLINT, 'lsp' }, root_dir = vim.fn.getcwd() })
  vim.cmd('edit compose.override.yaml')
  local buffer = vim.api.nvim_get_current_buf()
  await('initialize', function() return vim.lsp.get_client_by_id(id).initialized end)
  vim.lsp.buf_attach_client(buffer, id)

  local function codes(of)
    return vim.tbl_map(function(d) return d.code or (d.user_data and d.user_data.lsp and d.user_data.lsp.code) end, vim.diagnostic.get(of))
  end

  vim.api.nvim_buf_set_lines(buffer, 3, 4, true, { '    privileged: true' })
  await('the finding', function() return vim.tbl_contains(codes(buffer), 'compose/privileged') end)
  local found = vim.diagnostic.get(buffer)[1]
  if found.lnum ~= 3 or found.col ~= 4 or found.severity ~= vim.diagnostic.severity.ERROR or found.source ~= 'seclint' then
    fail(vim.inspect(found))
  end

  local answers = vim.lsp.buf_request_sync(buffer, 'textDocument/hover', {
    textDocument = { uri = vim.uri_from_bufnr(buffer) }, position = { line = 3, character = 8 },
  }, 60000)
  if not answers[id].result.contents.value:find('compose/privileged', 1, true) then
    fail(vim.inspect(answers))
  end

  -- Without the line the base decides, which is open in no window.
  vim.api.nvim_buf_set_lines(buffer, 3, 4, true, {})
  await('the finding in the base', function()
    return vim.tbl_contains(codes(vim.fn.bufadd('compose.yaml')), 'compose/privileged') and #codes(buffer) == 0
  end)

  -- An undone edit is what is on the disk.
  vim.cmd('edit!')
  await('the end of the finding', function() return #codes(vim.fn.bufadd('compose.yaml')) == 0 end)

  vim.lsp.stop_client(id)
  await('the end of the server', function() return vim.lsp.client_is_stopped(id) end)
end)
if not ok then
  fail(tostring(problem))
end
io.stdout:write('held\n')
vim.cmd('qall!')
