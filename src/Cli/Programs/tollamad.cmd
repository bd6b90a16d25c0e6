@"%~dp0tollama.exe" serve %*
