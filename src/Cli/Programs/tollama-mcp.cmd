@"%~dp0tollama.exe" mcp %*
