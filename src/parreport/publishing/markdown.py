def read_markdown(source, pictures, name):
    return iter(())
