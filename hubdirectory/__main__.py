from hubdirectory.cli import main

main()
