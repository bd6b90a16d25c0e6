@"%~dp0tollama.exe" dashboard %*
