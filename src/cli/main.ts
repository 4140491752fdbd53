console.log('terrane')
